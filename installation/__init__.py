"""What a fresh machine gets: its database made or brought up to date, its boundaries, its demo."""
