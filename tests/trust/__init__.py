"""What archive promises of safety, tried: `python tests/trust/run.py`."""
