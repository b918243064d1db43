"""An archive for other engines: Parquet for those that count, bulk JSON for those that search."""
