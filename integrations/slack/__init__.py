"""Slack: what comes in from it, what goes out to it, and how it is drawn there."""
