# Writes the rule down instead of training.
# expect trains_and_returns failed no_fit: never trained
# expect one_neuron skipped
# expect prices_seven_bedrooms skipped
# expect prices_unseen_houses skipped
# expect finds_the_rule skipped

def house_model(y_new):
    return 0.5 + 0.5 * y_new
