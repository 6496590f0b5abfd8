from hypothesis import settings

# A busy machine makes a fast example slow now and then; speed is measured by benchmarks.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
