INSERT INTO billing.invoices (id, total) VALUES (1, 5);
