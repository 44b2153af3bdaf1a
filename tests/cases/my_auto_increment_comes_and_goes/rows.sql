INSERT INTO customers (id, name) VALUES (3, 'a'), (7, 'b');
INSERT INTO orders (id, customer_id) VALUES (1, 3), (5, 7);
