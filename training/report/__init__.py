"""What a person looks at after a training: plots, and a page with all that is known of a run."""
