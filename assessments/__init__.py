"""Communities, their waves and their assessments: what is asked, kept, scored and released."""
