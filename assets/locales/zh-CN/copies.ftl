## Copies of a machine's settings file.

copies-title = { $machine } 的设置文件副本
copies-about = 每次更改之前，Snapgrove 都会保留虚拟机设置文件的副本，最多保留最近 20 份。快照树在其中，磁盘不在其中。
copies-none = 还没有副本：第一次更改之前会制作第一份。
copies-put-back = 放回…
copies-path = 复制此副本的路径
copies-made-before = 制作于此操作之前：{ $title }
copies-mended = 已修复：更改中断之后设置应有的内容
copies-mended-meaning = 更改中断时，部分映像已经合并并移除，或者当前状态还没有自己的映像。这份设置写明了每个磁盘现在由哪些映像组成；磁盘内容不受影响。当前的文件会先另存为一份副本。
copies-looking = 正在检查它是否仍与磁盘相符…
copies-fits = { $snapshots } · 与当前磁盘相符
copies-fits-not = { $snapshots } · 不相符：{ $count } 个映像已不是原来的样子
copies-would-break = 此副本制作之后，磁盘已有变化。放回它会损坏虚拟机：
copies-question = 将 { $machine } 的设置恢复为 { $moment } 的副本？
copies-meaning = 设置和快照树将变为此副本中的样子；磁盘保持不变。当前文件会先保留为另一份副本。
copies-lacks = 快照 { $names } 不在此副本中，将离开快照树。
copies-put-this-back = 放回此副本
copies-back = 返回
