INSERT INTO `order` (id, `group`, `say "hi" ``été```) VALUES (1, 'a', 'b');
