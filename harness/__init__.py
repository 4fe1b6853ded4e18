"""What tests and benches share: the running app, Chromium, small worlds, good and damaged files, slow references. It imports neither."""
