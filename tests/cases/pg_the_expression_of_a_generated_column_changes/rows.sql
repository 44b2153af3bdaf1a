INSERT INTO items (n) VALUES (1), (2);
INSERT INTO subs (d) VALUES (2), (4), (4);
