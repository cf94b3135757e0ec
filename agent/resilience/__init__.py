"""What happens when the model is slow, wrong or gone."""
