"""The web application for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from commsurvey.stack import roomy

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commsurvey.settings")
application = roomy(get_wsgi_application())
