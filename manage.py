#!/usr/bin/env python
"""Run Django's and the portal's own management commands."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rotonde.settings")
    execute_from_command_line(sys.argv)
