ALTER TABLE `order` ADD COLUMN `select` int;

ALTER TABLE `order` MODIFY COLUMN `group` varchar(50);

ALTER TABLE `order` MODIFY COLUMN `say "hi" ``été``` text DEFAULT ('x');
