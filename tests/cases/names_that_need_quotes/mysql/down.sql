-- Undoes: change

ALTER TABLE `order` MODIFY COLUMN `say "hi" ``été``` text;

-- Rows without order.group get a plain value.
UPDATE `order` SET `group` = '' WHERE `group` IS NULL;

ALTER TABLE `order` MODIFY COLUMN `group` varchar(50) NOT NULL;

-- The values of order.select are lost.
ALTER TABLE `order` DROP COLUMN `select`;
