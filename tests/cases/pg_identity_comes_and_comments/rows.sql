INSERT INTO parts (code, number) VALUES ('a', 3), ('b', 9);
