"""``chatapp`` without the screens: one file a command, for one-shot questions and for pipes."""
