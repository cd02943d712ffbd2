"""What the two summaries show: order, grouping and the wording of states; templates decide nothing."""
