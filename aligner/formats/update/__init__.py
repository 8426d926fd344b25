"""A language's new draft as files: for people, for CAT tools, and for programs."""
