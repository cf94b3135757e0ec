"""A model without a model: three characters behind an OpenAI-compatible server of their own."""
