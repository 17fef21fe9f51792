"""Starts and stops what the portal runs on: PostgreSQL, web, worker, beat; and runs tests, checks,
measurements.

Nothing here imports Django or the portal: it must work before anything is configured.
"""
