"""The parts of the screens: each shows data and posts messages, and knows no engine."""
