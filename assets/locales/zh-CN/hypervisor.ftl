## What can go wrong with a hypervisor. Values named $words, $what, $problem and $source are texts of their own, most of
## them a program's or the system's own words. No full stop stands at the end of an error: its advice follows it.

hypervisor-file = 无法读取 { $path }：{ $source }
    .advice = 请确认您有权读取该文件及其所在文件夹，然后刷新。
    .advice-missing = 如果虚拟机已被移动，请在 VirtualBox 中重新添加它。如果它所在的磁盘尚未挂载，请挂载后刷新。
hypervisor-cut-off = 找不到 { $path }，但旁边有 { $beside }：VirtualBox 在保存它时被中断
    .advice = 请先结束这台计算机上的 VirtualBox，再把旁边的文件复制为去掉后缀的文件名，然后刷新。快照没有丢失。
hypervisor-not-installed = 未找到 VirtualBox：{ $folder } 中没有 VirtualBox.xml
    .advice = 请安装 VirtualBox 并创建一台虚拟机，或选择 VirtualBox.xml 所在的文件夹。
hypervisor-damaged = { $path } 在第 { $line } 行第 { $column } 列处损坏：{ $what }
    .advice = 没有更改任何内容。VirtualBox 会在它旁边保留上一个版本，文件名中带有“-prev”：在让 VirtualBox 再次写入之前，请比较这两个文件。
hypervisor-too-old = { $path } 的设置版本为 { $version }，过于陈旧，无法读取
    .advice = 请用能够转换它的 VirtualBox 版本打开该虚拟机一次。
hypervisor-encrypted = “{ $name }”已加密：无法从外部查看它的快照
    .advice = 在 VirtualBox 中输入密码后可以在那里看到它们；但它的文件仍是加密的，而 Snapgrove 读取的是文件。解密该虚拟机后，它们才会显示在这里。
hypervisor-tool-missing = 未找到 { $program }
    .advice = 查看快照树和大小不需要它；更改以及查看哪些虚拟机正在运行则需要。请安装它，或用 --vboxmanage 指定它。
hypervisor-tool-broken = 无法运行 { $program }：{ $source }
    .advice = 查看快照树和大小不需要它，更改则需要。刷新可再次查询。
hypervisor-timed-out = { $program } 在 { $seconds } 秒内没有应答
    .advice = 查看快照树和大小不需要它。刷新可再次查询；如果当时正在进行更改，请先查看虚拟机现在的状况。
hypervisor-locked = “{ $name }”正被其他程序使用：{ $words }
    .advice = 请等待其他程序完成，或关闭该虚拟机的窗口，然后重试。
hypervisor-wrong-state = “{ $name }”处于“{ $state }”状态：{ $words }
    .advice = 请等待，或将虚拟机关机，然后重试。
hypervisor-no-space = 可用空间不足：{ $words }
    .advice = 请在虚拟机所在的磁盘上腾出一些空间，然后重试。
hypervisor-not-found = 它已不存在：{ $words }
    .advice = 它已被其他程序更改：请刷新后再查看。
hypervisor-unfit-text-advice = 请换用其他文本。没有更改任何内容。
hypervisor-bad-image = 没有更改任何内容，因为映像 { $path } 与应有的情况不符：{ $problem }
    .advice = 请将该文件放回原处，必要时从备份中取回，然后重试。在此之前，不要删除或恢复该虚拟机的快照。
hypervisor-in-use-by-other = 没有更改任何内容，因为 { $path } 被其他内容依赖，而后者会因此丢失：{ $dependent }
    .advice = 请先删除依赖它的虚拟机，或将那台虚拟机制作成完整克隆，然后重试。
hypervisor-not-as-promised = “{ $program }”报告成功，但是{ $what }
    .advice = 不要再更改该虚拟机。请查看它现在的内容，并检查其所在磁盘的可用空间。如果它的设置文件已损坏，请退出 VirtualBox，然后用 Snapgrove 保留的副本还原该文件。
hypervisor-not-settled = 虚拟机管理程序仍在更改“{ $name }”：{ $words }
    .advice = 请等待，并不时刷新以查看虚拟机的状况。不要关闭计算机。
hypervisor-not-offered = “{ $program }”不支持此操作：{ $what }
    .advice = 请使用虚拟机管理程序自带的工具进行此操作。
hypervisor-cancelled = 在进行任何更改之前已停止
    .advice = 无需执行任何操作。
hypervisor-interrupted = “{ $program }”中途终止：{ $words }
    .advice = 请刷新以查看虚拟机的状况。已经开始的合并可能仍在后台继续。
hypervisor-refused = “{ $program }”拒绝执行：{ $words }
    .advice = 原因见它自己给出的说明。

## VirtualBox: what its files say.

virtualbox-two-ids = 注册表中该虚拟机的 ID 是 { $in_registry }，其设置文件中则是 { $in_file }。
    .advice = 请在 VirtualBox 中移除该虚拟机（不删除文件），然后重新添加。
virtualbox-registry-entry = VirtualBox 注册表中有一个条目没有指明虚拟机：ID“{ $id }”，文件“{ $file }”。
    .advice = 请打开一次 VirtualBox：它会重新写入注册表。
virtualbox-current-not-in-tree = 当前快照 { $id } 不在快照树中。
virtualbox-no-current = 设置文件没有指明当前快照。
virtualbox-inconsistent-advice = VirtualBox 可能会拒绝打开该虚拟机。请将设置文件与它旁边的“-prev”版本进行比较。
virtualbox-old-settings = VirtualBox 已无法打开版本为 { $version } 的设置。
    .advice = 请用同时期能够转换它的 VirtualBox 版本打开该虚拟机一次。

virtualbox-network-bridged = 桥接网络
virtualbox-network-internal = 内部网络
virtualbox-network-host-only = 仅主机
virtualbox-network-host-only-network = 仅主机网络
virtualbox-network-generic = 通用驱动
virtualbox-network-nat-network = NAT 网络
virtualbox-network-cloud = 云网络
virtualbox-network-nat = NAT

virtualbox-no-file = 它不是文件
virtualbox-file-too-large = 它大于 { $most }
virtualbox-xml-no-settings = 这不是 VirtualBox 设置
virtualbox-xml-empty = 文件为空
virtualbox-xml-other-root = VirtualBox 设置应当开始的地方是“{ $name }”
virtualbox-xml-text-outside = 设置之外存在文本
virtualbox-xml-no-machine = 此文件中没有虚拟机
virtualbox-xml-machine-id = 虚拟机没有 ID
virtualbox-xml-snapshot-id = 有一个快照没有 ID
virtualbox-xml-image-id = 有一个磁盘映像没有 ID
virtualbox-xml-device-type = 无法理解所连接的一个设备：其类型不是 HardDisk、DVD 或 Floppy
virtualbox-xml-device-port = 无法理解所连接的一个设备：其端口不是数字
virtualbox-xml-device-number = 无法理解所连接的一个设备：其设备号不是数字
virtualbox-xml-too-deep = 元素嵌套超过 { $most } 层
virtualbox-xml-document-type = 设置文件中不允许有文档类型声明
virtualbox-xml-cut-short = 文件在中途结束：它已被截断
virtualbox-xml-tag-name = 有一个标签没有名称
virtualbox-xml-tag-inside = 标签内部出现“<”
virtualbox-xml-second-root = 文档结束之后还有元素
virtualbox-xml-reference = 引用“&{ $reference };”未知
virtualbox-xml-attributes = 有一个元素的属性超过 { $most } 个
virtualbox-xml-attribute-twice = 有一个属性出现了两次
virtualbox-xml-utf16 = 这是 UTF-16，而 VirtualBox 写入的是 UTF-8
virtualbox-xml-no-text = 这些字节不是文本，崩溃之后或磁盘已满时会出现这种情况
virtualbox-xml-no-utf8 = 这不是 UTF-8 文本

## VirtualBox: remarks in the script that does the same as a plan.

virtualbox-command-machine = 虚拟机“{ $name }”
virtualbox-command-take = 拍摄“{ $subject }”
virtualbox-command-rename = 将“{ $subject }”重命名为“{ $name }”
virtualbox-command-describe = 填写“{ $subject }”的描述
virtualbox-command-restore = 恢复到“{ $subject }”
virtualbox-command-delete = 删除“{ $subject }”
virtualbox-command-clone = 创建虚拟机“{ $subject }”
virtualbox-command-power-off = 关机
virtualbox-command-start = 启动
virtualbox-command-discard = 丢弃已保存的内存
virtualbox-command-detach = 从注册表中移除“{ $subject }”；文件保留

## VirtualBox: what stands against a change.

virtualbox-busy-here = Snapgrove 自身正在更改它
virtualbox-just-changed = 它刚刚被其他程序更改
virtualbox-still-changing = VirtualBox 仍在更改它
virtualbox-no-snapshot = “{ $machine }”没有快照 { $id }
virtualbox-state-stuck = 请等到它处于静止状态
virtualbox-state-restore = 正在运行的内容会丢失：请先将它关机
virtualbox-state-clone = 它的磁盘正在被写入：请先将它关机，或者克隆一个快照
virtualbox-state-power-off = 它没有运行
virtualbox-state-start = 它已在运行
virtualbox-state-discard = 它没有已保存状态
virtualbox-state-transient = 其他程序正在更改它：请等到更改完成
virtualbox-several-children = “{ $name }”之下有 { $children } 个快照，而它只能与一个合并
virtualbox-current-with-child = “{ $name }”是当前快照，并且之下还有一个快照
virtualbox-several-images = 有 { $count } 个映像依赖 { $path }，而它只能与一个合并
virtualbox-image-unlisted = 它不在任何注册表中
virtualbox-no-image = 映像 { $id } 不在任何注册表中
virtualbox-space = 没有更改任何内容，因为{ $purpose ->
    [differences] 新的差分映像
    [memory] 虚拟机的内存
    [merge] 在 VirtualBox 开始合并之前
    [clone] 克隆的映像
   *[settings] 设置文件
}需要 { $place } 所在的磁盘上有 { $wanted }可用空间，而现在只有 { $free }

virtualbox-dependent-clone = 链接克隆“{ $name }”
virtualbox-dependent-machine = 虚拟机“{ $name }”
virtualbox-dependent-unreadable = 可能是无法读取的“{ $name }”
virtualbox-dependent-unregistered = { $path }，可能属于未注册的链接克隆

virtualbox-text-no-name = 需要一个名称
virtualbox-text-like-id = 名称“{ $name }”具有 ID 的形式，无法与 ID 区分
virtualbox-text-no-folder = “{ $name }”不能用作文件夹名，而虚拟机的名称必须能用作文件夹名
virtualbox-text-too-long = { $what ->
    [description] 描述
   *[name] 名称
}超过 { $most } 字节
virtualbox-text-character = { $what ->
    [description] 描述
   *[name] 名称
}中有一个无法保留的字符：{ $code }

## VirtualBox: what a change has come to.

virtualbox-answer-without-state = 它的应答没有说明虚拟机处于什么状态：{ $start }
virtualbox-ended-silently = 它没有任何输出就结束了（{ $status }）

virtualbox-promise-lost = { $count ->
    [1] 有一个快照已不存在：{ $id }
   *[other] 有 { $count } 个快照已不存在，其中之一是：{ $id }
}
virtualbox-promise-added = { $count ->
    [1] 多出了一个快照：{ $id }
   *[other] 多出了 { $count } 个快照，其中之一是：{ $id }
}
virtualbox-promise-not-deleted = 快照仍然存在
virtualbox-promise-snapshot-gone = 快照已不存在
virtualbox-promise-name = 快照的名称是“{ $name }”
virtualbox-promise-description = 快照的描述与要求的不同
virtualbox-promise-other-current = 当前快照是另一个快照
virtualbox-promise-still-saved = 已保存状态仍然存在
virtualbox-promise-still-listed = 映像仍在该虚拟机的注册表中
virtualbox-promise-still-registered = 映像仍在某个注册表中
virtualbox-promise-no-new = 没有新快照
virtualbox-promise-new-name = 新快照的名称是“{ $name }”
virtualbox-promise-new-description = 新快照的描述与要求的不同
virtualbox-promise-new-not-current = 新快照不是当前快照
virtualbox-promise-new-parent = 新快照的上级不是应有的那个快照
virtualbox-promise-image-unlisted = 映像 { $path } 已不在任何注册表中，但仍在使用
virtualbox-promise-image-gone = 映像 { $path } 已不存在，但仍在使用
virtualbox-promise-no-clone = 克隆不在 VirtualBox 的注册表中
virtualbox-promise-clone-name = 克隆的名称是“{ $name }”

virtualbox-settle-twice = { $error }；此后又：{ $other }
virtualbox-settle-silent = 它在 { $seconds } 秒内没有任何响应，已被终止。{ $now }
virtualbox-settle-done = 现在虚拟机处于“{ $state }”状态，所要求的操作仍然完成了。
virtualbox-settle-not-done = 现在虚拟机处于“{ $state }”状态，所要求的操作没有完成：{ $what }。
virtualbox-settle-half-merged = { $before }它的磁盘可能含有其后内容的一部分：请再次删除它，不要恢复到它。
virtualbox-settle-half-cloned = { $before }克隆已生成的部分位于 { $folder }。
virtualbox-settle-powered-off = 已执行关机，但它现在处于“{ $state }”状态

## The Sandbox: its practice machines, and why it does not do what was asked.

hypervisor-sandbox-name = 沙盒
hypervisor-sandbox-program = 沙盒
hypervisor-sandbox-words-and-advice = { $words }。{ $advice }

hypervisor-sandbox-file = 无法{ $doing ->
    [make] 创建 { $path }
    [open] 打开 { $path }
    [open-for-writing] 打开 { $path } 以便写入
    [write] 写入 { $path }
    [set-length] 设置 { $path } 的长度
    [flush] 将 { $path } 写入磁盘
    [replace] 替换 { $path }
    [remove] 删除 { $path }
   *[read] 读取 { $path }
}：{ $source }
    .advice = 请确认您有权写入沙盒的文件夹。
hypervisor-sandbox-no-space = 可用空间不足，无法写入 { $path }
    .advice = 请在该磁盘上腾出一些空间，然后重试。一切都保持原样。
hypervisor-sandbox-damaged = { $path } 已损坏：{ $what }
    .advice = 没有更改任何内容。可以重置沙盒，重新开始。
hypervisor-sandbox-image-advice = 没有更改任何内容。可以删除该虚拟机，或重置沙盒。
hypervisor-sandbox-no-machine = 沙盒中没有虚拟机 { $id }
    .advice = 它已经不在了：请刷新。
hypervisor-sandbox-no-snapshot = 虚拟机“{ $machine }”没有快照 { $id }
hypervisor-sandbox-unfinished = 更改未能完成：{ $source }
    .advice = 请按照消息补上所缺的条件；下次打开沙盒时会完成该更改。
hypervisor-sandbox-busy = 另一个 Snapgrove 正在更改 { $folder } 中的沙盒
    .advice = 请等待它完成，或将它关闭。

hypervisor-sandbox-several-children = “{ $snapshot }”之下有 { $children } 个快照：只能删除其下只有一个或没有快照的快照
    .advice = 请先从分支末端开始，删除它之下的快照。
hypervisor-sandbox-current-with-child = “{ $snapshot }”是当前快照，并且之下还有另一个快照
    .advice = 请先恢复另一个快照，或删除它之下的那个快照。
hypervisor-sandbox-too-deep = 它已有 { $depth } 层深，这是 VirtualBox 能够打开的上限
    .advice = 请删除不再需要的早期快照。
hypervisor-sandbox-several-images = “{ $snapshot }”的映像 { $image } 被 { $children } 个映像依赖
    .advice = 请先删除依赖它的链接克隆或已分离的磁盘。
hypervisor-sandbox-used-by-other = 虚拟机“{ $other }”依赖“{ $what }”的一个映像，会因此丢失
    .advice = 请先删除该链接克隆，或保留此项。
hypervisor-sandbox-unreadable-machine = 某台无法读取的虚拟机
hypervisor-sandbox-bad-image = 无法使用映像 { $path }：{ $problem }
    .advice = 请将该文件放回原处。在此之前，任何需要它的操作都无法进行。
hypervisor-sandbox-unsupported = 沙盒无法执行此操作：{ $what }
    .advice = 请用 VirtualBox 处理该虚拟机。
hypervisor-sandbox-invalid-advice = 请更正后重试。

hypervisor-sandbox-outside = “{ $path }”不在它的文件夹中
hypervisor-sandbox-outside-machine = “{ $path }”不在虚拟机的文件夹中
hypervisor-sandbox-mode-written = { $mode }映像 { $image } 会被写入
hypervisor-sandbox-rests-on-others = 链接克隆或磁盘登记在别处的虚拟机依赖于其他虚拟机的文件
hypervisor-sandbox-does-not-run = 练习虚拟机不能运行
hypervisor-sandbox-blocks = “{ $path }”的块大小为 { $size } 字节
hypervisor-sandbox-other-format = “{ $path }”是 { $format } 映像，而沙盒只写入 VDI

hypervisor-sandbox-no-name = 虚拟机需要一个名称。
hypervisor-sandbox-many-disks = 一台虚拟机最多有 { $most } 个磁盘。
hypervisor-sandbox-disk-size = 无法创建 { $size } 字节的磁盘：大小必须是 { $sector } 的倍数，最大为 { $most }。
hypervisor-sandbox-no-image = 没有这样的映像。
hypervisor-sandbox-machine-there = “{ $name }”已在沙盒中。
hypervisor-sandbox-image-there = 映像 { $id } 已在沙盒中。
hypervisor-sandbox-settings-files = “{ $folder }”中有 { $count } 个设置文件（.vbox），而应当只有一个。
hypervisor-sandbox-not-saved = 该虚拟机没有已保存状态。
hypervisor-sandbox-image-used = 映像 { $image } 正在使用。
hypervisor-sandbox-current-not-in-tree = 当前快照不在快照树中。
hypervisor-sandbox-no-disk = 该虚拟机没有编号为 { $number } 的磁盘。
hypervisor-sandbox-read-only = 不得写入“{ $path }”。
hypervisor-sandbox-overlaps = 要写入的内容相互重叠，或超出磁盘末尾。
hypervisor-sandbox-sectors = 写入磁盘的内容必须是 { $sector } 字节的倍数。

hypervisor-sandbox-journal-outside = “{ $path }”不在沙盒中
hypervisor-sandbox-journal-line = 无法理解其中一行：{ $error }
hypervisor-sandbox-not-listed = 没有虚拟机登记它
hypervisor-sandbox-file-missing = 文件缺失
hypervisor-sandbox-file-unreadable = 文件无法读取：{ $reason }
hypervisor-sandbox-file-damaged = 文件已损坏：{ $reason }
hypervisor-sandbox-file-other = 文件中是另一个映像
hypervisor-sandbox-file-parent = 文件应位于另一个映像之上

## Image files: why one could not be read.

hypervisor-image-io = 无法读取“{ $path }”：{ $source }
hypervisor-image-not-a-file = “{ $path }”不是普通文件
hypervisor-image-cut-off = “{ $path }”已被截断：从第 { $offset } 字节起应有 { $wanted } 字节，但文件总长只有 { $length } 字节
hypervisor-image-other-format = “{ $path }”不是 { $format } 映像
hypervisor-image-damaged = “{ $path }”在第 { $offset } 字节处损坏：{ $what }
hypervisor-image-unsupported = 无法查看“{ $path }”的内部：{ $what }
hypervisor-image-too-large = 无法查看“{ $path }”的内部：{ $what }为 { $amount }，超过上限 { $limit }
hypervisor-image-irregular = 它不是普通文件
hypervisor-image-extent-missing = 它的区段文件“{ $name }”缺失

hypervisor-image-large-snapshots = 快照数量
hypervisor-image-large-snapshot-table = 快照表的大小（字节）
hypervisor-image-large-l1-tables = 各快照的 L1 表的大小（字节）
hypervisor-image-large-refcount-table = 引用计数表的大小（字节）
hypervisor-image-large-l1-table = L1 表的大小（字节）
hypervisor-image-large-block-map = 块映射表的大小（字节）
hypervisor-image-large-bitmaps = 位图的大小（字节）
hypervisor-image-large-block-table = 块表的大小（字节）
hypervisor-image-large-tables = 各个表的大小（字节）
hypervisor-image-large-grain-directory = 粒度块目录的大小（字节）
hypervisor-image-large-descriptor = 描述符的大小（字节）

hypervisor-image-format-unknown = 未知格式 { $format }
hypervisor-image-qcow-version = qcow 版本 { $version }
hypervisor-image-qcow-corrupt = QEMU 已将此映像标记为损坏；请先复制，再用 qemu-img check -r all 修复
hypervisor-image-qcow-features = qcow2 特性 { $features }，属于更新版本的 QEMU
hypervisor-image-external-data = 它的数据在另一个文件中
hypervisor-image-stale-refcounts = 它的引用计数不是最新的，或者它的数据在另一个文件中
hypervisor-image-vdi-version = VDI 版本 { $version }
hypervisor-image-vmdk-version = VMDK 版本 { $version }
hypervisor-image-esx-extent = VMware ESX 的区段
hypervisor-image-extent-elsewhere = 它的区段“{ $name }”在另一个文件夹中
hypervisor-image-server-extents = 它的区段属于 VMware 服务器产品使用的类型
hypervisor-image-grains-unfit = 各区段的粒度块大小互不相符
hypervisor-image-stream-optimised = 流优化的 VMDK 没有映射表

hypervisor-image-cluster-bits = 簇大小为 2^{ $bits } 字节
hypervisor-image-refcount-bits = 引用计数为 2^{ $order } 位
hypervisor-image-tables-short = { $count } 个表不足以覆盖磁盘
hypervisor-image-backing-name = 后备文件名长达 { $length } 字节
hypervisor-image-many-clusters = 它引用了 { $named } 个簇，但只有 { $room } 个
hypervisor-image-l1-short = 有 { $count } 项的 L1 表不足以覆盖磁盘
hypervisor-image-l2-offset = 有一个 L2 表的偏移量不是簇大小的倍数
hypervisor-image-compressed-behind = 压缩数据位于第 { $offset } 字节，超出文件末尾
hypervisor-image-two-states = 一个簇的部分区域同时处于两种状态
hypervisor-image-cluster-place = 有一个簇位于第 { $offset } 字节，而那里不可能有簇
hypervisor-image-additional-data = 附加数据长达 { $length } 字节
hypervisor-image-snapshots-cut-off = 快照表被截断
hypervisor-image-l2-partial = 有一个 L2 表不是完整的簇
hypervisor-image-refcount-offset = 有一个引用计数块的偏移量不是簇大小的倍数
hypervisor-image-header-short = 文件头过短
hypervisor-image-block-size = 块大小为 { $size } 字节
hypervisor-image-blocks-short = { $count } 个块不足以覆盖磁盘
hypervisor-image-blocks-many = 已分配的块多于磁盘拥有的块
hypervisor-image-kind = 未知类型 { $kind }
hypervisor-image-block-twice = 块 { $block } 被使用了两次，或者超出文件末尾
hypervisor-image-disk-larger = 磁盘大于应当完整容纳它的文件
hypervisor-image-footer-sum = 文件尾的校验和错误
hypervisor-image-dynamic-header = 缺少动态增长映像的头部
hypervisor-image-header-sum = 头部的校验和错误
hypervisor-image-blocks-overlap = 此处有两个块重叠
hypervisor-image-block-end = 此处的块超出文件末尾
hypervisor-image-shared-table = 磁盘的两个部分共用一个表
hypervisor-image-grain-size = 粒度块大小为 { $sectors } 个扇区
hypervisor-image-grain-tables = 粒度块表有 { $count } 项
hypervisor-image-capacity = 磁盘有 { $sectors } 个扇区
hypervisor-image-extents-long = 它的区段比任何磁盘都长
hypervisor-image-descriptor-place = 描述符的位置在文件之外
hypervisor-image-descriptor-missing = 缺少 { $format } 映像的描述符
hypervisor-image-no-descriptor = 它没有描述符
hypervisor-image-extent-twice = 它的区段“{ $name }”被列出了两次
hypervisor-image-extent-short = 区段比其描述符所说的短
hypervisor-image-descriptor-line = 描述符中有这样一行：“{ $line }”
hypervisor-image-many-extents = 描述符列出的区段超过 { $most } 个
hypervisor-image-grain-behind = 位于扇区 { $sector } 的粒度块超出文件末尾
hypervisor-image-many-grains = 它引用了 { $named } 个粒度块，但只能容纳 { $room } 个
hypervisor-set-parent-impossible = 这里无法更改 { $image } 的父映像
virtualbox-list-gone = VirtualBox 的虚拟机列表 { $file } 不见了：VirtualBox 在写入时被中断。虚拟机按 { $read } 中的列表显示。
    .advice = 请不要在 VirtualBox 中做任何更改，它现在不认识任何虚拟机。请关闭它，等待十秒，再把 { $read } 重命名为 { $file }。
virtualbox-no-version = 它没有报告自己的版本：{ $answer }
