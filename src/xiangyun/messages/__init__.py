"""What the product tells a unit by itself: one digest a day and stage; and who was chased, by whom, when."""
