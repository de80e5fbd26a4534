"""The engine: loads bundles and answers requests; free of any screen."""
