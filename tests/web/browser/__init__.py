"""Tests in a browser; a package, so that its tests share one Chromium and none before or after it meets it."""
