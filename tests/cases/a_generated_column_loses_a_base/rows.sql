INSERT INTO sums (id, one, two) VALUES (1, 1, 2), (2, 3, 4);
