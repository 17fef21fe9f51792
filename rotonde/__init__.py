"""The portal: settings, composition root, and the foundation the domain apps stand on."""

from rotonde.celery import app as celery_app

__all__ = ["celery_app"]
