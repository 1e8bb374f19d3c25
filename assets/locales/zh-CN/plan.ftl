## What stands against a change, what must be known of it, and how a machine differs from what was confirmed.

plan-blocker-several-children = “{ $snapshot }”之下有 { $count } 个快照：{ $names }
plan-blocker-current-with-child = “{ $snapshot }”是当前快照，而“{ $child }”位于其下
plan-blocker-linked-clone = 链接克隆“{ $machine }”依赖于“{ $subject }”，会因此丢失
plan-blocker-several-images = 有 { $children } 个映像依赖于“{ $subject }”的 { $image }
plan-blocker-unreadable-machine = 无法读取“{ $machine }”，它可能依赖于“{ $subject }”的映像
plan-blocker-bad-image = { $problem }：{ $image }
plan-blocker-image-in-use = { $image } 仍在使用中
plan-blocker-base-is-kept = { $image } 为{ $mode }映像：删除“{ $subject }”会改写它
plan-blocker-no-space = 需要在 { $place } 所在的磁盘上占用 { $needs }，而该磁盘只有 { $free } 可用空间
plan-blocker-insists-on-space = VirtualBox 要求有 { $insists } 可用空间，尽管实际只需要 { $needs }；现有 { $free } 可用
plan-blocker-state = “{ $machine }”的状态为“{ $state }”：现在无法{ $what }
plan-blocker-too-deep = 快照树已有 { $depth } 层，这是 VirtualBox 能够打开的上限
plan-blocker-chain-too-long = { $image } 位于一条含 { $length } 个映像的映像链末端，这是 VirtualBox 能够打开的上限
plan-blocker-empty-name = 需要填写名称
plan-blocker-name-is-id = “{ $name }”的形式与 ID 相同，会与 ID 混淆
plan-blocker-control-character = { $what ->
    [name] 名称中有无法保存的字符：U+{ $code }
   *[description] 描述中有无法保存的字符：U+{ $code }
}
plan-blocker-too-long = { $what ->
    [name] 名称有 { $length } 个字符；最多只能保存 { $most } 个
   *[description] 描述有 { $length } 个字符；最多只能保存 { $most } 个
}
plan-blocker-name-taken = 已有名为“{ $name }”的虚拟机
plan-blocker-not-offered = { $hypervisor } 无法{ $what }
plan-blocker-gone = { $what }已不存在
plan-blocker-not-read = 尚未读取“{ $machine }”：{ $why }
plan-blocker-written-since = 在提示“没有任何更改”之后，“{ $machine }”的当前状态又被写入了数据：恢复会丢失这些数据
plan-blocker-nothing-to-do = 不会有任何更改

plan-way-out-several-children = 请将其下的快照也标记删除，只留一个，或者保留此快照。
plan-way-out-current-with-child = 请将其下的快照也标记删除，或者先恢复到那个快照。
plan-way-out-linked-clone = 请先为那台虚拟机创建完整克隆并删除链接克隆，或者保留此项。
plan-way-out-several-images = 请先将无人使用的映像从注册表中移除，或者先删除链接克隆。
plan-way-out-unreadable-machine = 请修复那台虚拟机，或将其从虚拟化软件中移除，然后刷新。
plan-way-out-bad-image = 请将正确的文件放回原处，然后刷新。
plan-way-out-base-is-kept = 请保留此快照，或者为虚拟机创建完整克隆。
plan-way-out-image-in-use = 请先删除使用它的快照或虚拟机。
plan-way-out-no-space = 请在该磁盘上腾出一些空间，或者先删除较小的快照。
plan-way-out-state = 请等待虚拟机状态稳定，或者关闭其电源。
plan-way-out-too-deep = 请删除这条路径上不再需要的较早快照。
plan-way-out-chain-too-long = 请删除这条路径上不再需要的快照，或者创建完整克隆。
plan-way-out-empty-name = 请填写一个名称。
plan-way-out-other-name = 请换一个名称。
plan-way-out-control-character = 请去掉该字符。
plan-way-out-too-long = 请将其缩短。
plan-way-out-not-offered = 请使用虚拟化软件自带的程序完成此操作。
plan-way-out-gone = 它已在此期间被删除：请再看一下快照树。
plan-way-out-not-read = 请刷新，并查看该虚拟机页面上的说明。
plan-way-out-written-since = 请重新查看（F5），并先将当前状态保留为快照。
plan-way-out-nothing-to-do = 可以直接关闭。

plan-gone-machine = 该虚拟机
plan-gone-keeper = 登记该映像的虚拟机
plan-gone-snapshot = 快照“{ $id }”
plan-gone-image = 映像“{ $id }”
plan-gone-image-of-disk = 组成某个磁盘的映像“{ $id }”
plan-gone-connection = 该连接

plan-not-read-yet = 还没有轮到它
plan-state-not-said = 虚拟化软件尚未报告

plan-another-machine = 另一台虚拟机

plan-heir-current-state = 当前状态

plan-caution-not-covered = 磁盘“{ $disk }”为{ $mode }：快照不包含它，它会保持现有内容
plan-caution-not-reset = 磁盘“{ $disk }”为{ $mode }：只要此快照是当前快照，启动时就不会清空它
plan-caution-powers-off = “{ $machine }”正在运行：将先关闭其电源，如同拔掉电源插头
plan-caution-keeps-memory = 虚拟机正在运行：其内存也会一并保存，最多 { $memory }
plan-caution-drops-saved-state = 当前状态中已保存的内存将被丢弃
plan-caution-loses-current-state = 自“{ $since }”以来的更改将会丢失，因为没有为当前状态拍摄快照
plan-caution-nothing-changed = 自“{ $since }”以来没有任何更改：恢复不会丢失任何内容
plan-caution-resumes-memory = “{ $snapshot }”拍摄时虚拟机正在运行：之后启动虚拟机将从那一刻继续运行
plan-caution-memory-missing = “{ $snapshot }”的已保存内存缺失：磁盘可以恢复，但必须先放弃已保存状态，虚拟机才能启动
plan-caution-bad-current-image = 当前状态使用的 { $image }：{ $problem }
plan-caution-clone-resumes = 已保存的内存也会复制：启动克隆时将从来源保存的那一刻继续运行
plan-caution-shares-disk = 磁盘“{ $disk }”为{ $mode }：不会复制它，克隆将使用同一个磁盘
plan-caution-state-unknown = 无法得知“{ $machine }”的运行状态：{ $why }
plan-caution-duplicate-name = 此虚拟机中已有另一个名为“{ $name }”的快照
plan-caution-default-name = “{ $name }”这个名称含义不清：一个月后就没有人知道它的用途了
plan-caution-unconventional-name = “{ $name }”不符合您的命名约定“{ $convention }”
plan-caution-clone-rests-on = 克隆依赖于“{ $snapshot }”：只要克隆存在，就不能删除此快照
plan-caution-takes-space = 删除“{ $snapshot }”所占用的空间比释放的空间多 { $more }
plan-caution-merges-live = “{ $machine }”正在运行：它在此期间仍会写入，因此这些数值是估计值
plan-caution-estimate = 这些数值是估计值：{ $why }
plan-caution-pinned = “{ $snapshot }”已固定

plan-estimate-running = 虚拟机正在运行并持续写入

plan-left-out-no-snapshot-named = 它没有名为“{ $name }”的快照
plan-left-out-no-snapshot-before = 它没有在 { $moment } 之前拍摄的快照
plan-left-out-pinned = 它已固定

plan-meanwhile-appeared = “{ $snapshot }”是在此期间拍摄的
plan-meanwhile-gone = “{ $snapshot }”已在此期间被删除
plan-meanwhile-renamed = “{ $from }”已在此期间重命名为“{ $to }”
plan-meanwhile-described = “{ $snapshot }”的描述已在此期间被更改
plan-meanwhile-moved = “{ $snapshot }”的上级快照现在为{ $to }，不再是{ $from }
plan-meanwhile-current-moved = 当前状态所基于的快照现在为{ $to }，不再是{ $from }
plan-meanwhile-disks = { $of }的磁盘现在基于其他映像
plan-meanwhile-used = 当前状态已在此期间被更改

plan-instead-appeared = 不应存在“{ $snapshot }”，但它存在
plan-instead-gone = 应存在“{ $snapshot }”，但它不存在
plan-instead-renamed = 名称应为“{ $from }”，实际为“{ $to }”
plan-instead-described = “{ $snapshot }”的描述与预期不符
plan-instead-moved = “{ $snapshot }”的上级快照应为{ $from }，实际为{ $to }
plan-instead-current-moved = 当前状态所基于的快照应为{ $from }，实际为{ $to }
plan-instead-disks = { $of }的磁盘应基于 { $from }，实际基于 { $to }
plan-instead-used = 当前状态已被更改

plan-no-snapshot = 无
plan-current-state = 当前状态

plan-shape = { $count ->
    [0] 没有快照，当前快照：{ $current }
   *[other] { $count } 个快照，当前快照：{ $current }
}

plan-chain = { $images }（{ $place }）
plan-chain-on = { " → " }
plan-chain-more = { $images } → 另外 { $count } 个
plan-chain-nothing = 无
plan-chain-new-image = 新映像
