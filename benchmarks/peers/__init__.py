"""``python -m benchmarks.peers``: other LSTM toolkits, at the same sizes on the same text.

JoeyNMT and OpenNMT-py live in an environment of their own, with what it takes to run them with a present torch.
"""
