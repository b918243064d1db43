"""The ground floor: what everybody needs to know of language, once. It imports nothing of the project."""
