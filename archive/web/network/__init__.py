"""The network of who is named with whom: counted, laid out, drawn."""
