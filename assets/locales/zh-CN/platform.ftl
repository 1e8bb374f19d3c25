## What the system does and refuses: file systems, and files that Snapgrove keeps.

platform-estimate-btrfs = btrfs 会保留部分已被覆盖的内容，并可能压缩数据或在文件之间共享数据
platform-estimate-zfs = ZFS 可能压缩数据，并会保留其自身快照中的内容
platform-estimate-bcachefs = bcachefs 可能压缩数据或在文件之间共享数据
platform-estimate-xfs = XFS 会预留空间，并可能在文件之间共享数据：几分钟后会稳定下来
platform-estimate-ntfs = NTFS 可能压缩文件
platform-estimate-apfs = APFS 可能在文件之间共享数据
platform-estimate-network = 文件位于另一台计算机上，它有自己的计量方式
platform-estimate-fuse = 该文件系统由单独的程序实现，它有自己的计量方式
platform-estimate-unknown = 无法确定此系统的文件系统是否精确计量

platform-tool-silent = { $program } 没有响应
platform-process = { $name }，进程 { $id }

platform-settings-file = 无法读取或写入 { $path } 中的设置：{ $source }
platform-settings-damaged = { $path } 中的设置已损坏：{ $source }；将使用默认设置，在您更改设置之前该文件保持原样
platform-settings-write = 无法写入设置：{ $source }
platform-settings-no-folder = 此系统没有提供存放设置的文件夹：设置只在程序结束前有效

platform-kept-file = { $what ->
    [read] 无法读取 { $path }：{ $source }；其原有内容保持不变
   *[written] 无法写入 { $path }：{ $source }；其原有内容保持不变
}
platform-kept-write = 无法写入：{ $source }；没有更改任何内容
platform-kept-no-folder = 此系统没有提供存放数据的文件夹：数据只在程序结束前有效
platform-kept-damaged-line = { $path } 的第 { $line } 行已损坏，不会使用：{ $why }。该行保持原样；其余各行照常使用
platform-kept-too-large = 文件过大

platform-history = { $action ->
    [read] 无法读取 { $path } 中的增长记录：{ $source }；此前的记录保持不变
    [written] 无法写入 { $path } 中的增长记录：{ $source }；此前的记录保持不变
   *[anew] 无法重写 { $path } 中的增长记录：{ $source }；此前的记录保持不变
}
