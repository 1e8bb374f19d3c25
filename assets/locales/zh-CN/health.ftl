
health-copied-image = “{ $file }”占用 { $size }，是“{ $of }”的副本，标识相同：没有虚拟机使用它。
health-copied-image-why = 对于同一标识，VirtualBox 只打开一个文件：它最多只能作为备份，而且与原件在同一块磁盘上。
health-copied-image-advice = 如果是备份，请把它保存到另一块磁盘上；否则请移到回收站，之后仍可放回。
