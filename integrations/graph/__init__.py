"""Microsoft 365: the calendar that everybody shares, its diaries and its post."""
