"""The HTML report and the pieces it shares with the app."""
