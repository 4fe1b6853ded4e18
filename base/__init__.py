"""What every room may lean on: settings, texts, formats, palette. Imports nothing of ours."""
