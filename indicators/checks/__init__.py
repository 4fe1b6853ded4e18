"""Rules over the figures of a file. Pure: CLAIMS and what is known in, FINDINGS out; nothing is loaded, nothing changed."""
