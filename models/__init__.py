"""What is computed: four shapes of recurrent network, the search over them, and the bundles they travel in.

Importing this package imports nothing heavy; each module imports what it needs.
"""
