"""Microsoft Teams: what comes in from it, what goes out, and how it is drawn."""
