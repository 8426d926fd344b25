"""The state of the app: the open work, its steps, what is chosen and shown, and when it is drawn again."""
