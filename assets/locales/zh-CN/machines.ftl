## The list of machines on the left.

machines-filter = 筛选虚拟机
machines-other-folder = 从其他 VirtualBox 文件夹读取虚拟机…
machines-none-matches = 没有匹配的虚拟机
# $machines is one of words-machines.
machines-match = { $machines }匹配
machines-choose-all = 全选
machines-group = 组 { $group }，{ $machines }
machines-choose-group = 选择此组的虚拟机
machines-choose-these = 选择这些虚拟机

# After the name of a connection.
machines-practice = 练习虚拟机
machines-not-found = 未找到
machines-list-unreadable = 无法读取
machines-this-computer = 此计算机

machines-sandbox = 沙盒…
machines-copy-name = 复制名称
machines-copy-path = 复制设置文件的路径

# What a screen reader says of a machine.
machines-spoken-waiting = { $name }，正在读取
machines-spoken-failed = { $name }，无法读取：{ $what }
machines-being-read = 正在读取…

# The parts of a machine's space. $name is one of machines-part-….
machines-part = { $amount } { $name }
machines-part-disks = 磁盘
machines-part-snapshots = 快照
machines-part-current = 当前状态
machines-part-memory = 已保存的内存和固件
machines-part-unused = 未被使用的映像
machines-on-disk = 磁盘占用 { $amount }

# In the place of the number of snapshots.
machines-problem-missing = 设置文件缺失
machines-problem-unreadable = 无法打开
machines-problem-damaged = 设置文件已损坏
machines-problem-encrypted = 已加密
machines-problem-too-old = 版本过旧，无法读取
machines-problem-inconsistent = 内容不一致
machines-problem-tool = VirtualBox 没有响应
machines-state-unknown = 电源状态未知
machines-findings = { $findings }（{ $gravest }）
