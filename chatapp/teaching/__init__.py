"""Teaching: a training that a person starts from the app. It runs as a process of its own, which outlives the app."""
