"""Starting Django on the scratch installation; further processes find it by the environment."""

import os

import django


def start(folder: str = "") -> None:
    """Start Django on an installation whose files lie in ``folder``."""
    if folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "commsurvey.settings",
            "ENV_FILE": os.devnull,
            "VAR_FOLDER": folder,
            "DATABASE_URL": "",  # SQLite in the folder
            "LOG_LEVEL": "ERROR",
        }
    django.setup()
