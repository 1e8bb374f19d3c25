## Dialogs.

# What all dialogs have in common.
dialogs-cancel = 取消
dialogs-close = 关闭
dialogs-copy-commands = 复制为 VBoxManage 命令
dialogs-nothing-to-do = 没有需要执行的操作
dialogs-space-needed = 所需空间
dialogs-up-to = 最多 { $amount }
dialogs-of-free = { $amount }（可用 { $free }）
# What another program changed while a review is open.
dialogs-meanwhile = 打开此窗口后发生了更改
dialogs-meanwhile-more = ……还有 { $count } 处
dialogs-meanwhile-noted = 以现在的状态继续
dialogs-meanwhile-why-not = 打开此窗口后发生了更改：请先确认
dialogs-meanwhile-gone = 所涉及的内容已不存在：在此期间已被删除或取消标记。未执行任何操作。

# Taking a snapshot.
take-title = 拍摄 { $machine } 的快照
take-about = 保存磁盘和设置的当前状态，可随时恢复。
take-name = 名称
take-description = 描述
take-description-hint = 这个状态有何特别之处？为什么保留它？
# What snapshots are for: these become part of names.
take-purpose = 快照
take-initial-state = 初始状态
take-test-environment = 测试环境
take-before-update = 更新前备份

# Going back to a snapshot.
restore-title = 将 { $machine } 恢复到“{ $snapshot }”？
restore-about = 磁盘和设置将回到{ $when }。此后当前状态中的更改将丢失，除非您保留它们。其他快照不受影响。
restore-about-same = 磁盘和设置将回到{ $when }。据目前所知，此后没有任何更改。
restore-that-time = 当时
restore-keep = 先拍摄当前状态的快照
restore-kept-name = 名称
# The name of the snapshot that is taken before. $time is as 2026-11-22 14:10.
restore-kept-as = 恢复“{ $name }”之前 { $time }
restore-start-again = 之后重新启动虚拟机
restore-settings = 会更改的设置
restore-no-settings = 无
restore-more-settings = ……还有 { $count } 项
restore-button = 恢复
restore-button-power-off = 关机并恢复

# Making machines from one.
clone-title = 克隆 { $machine } 的“{ $snapshot }”
clone-title-current = 克隆 { $machine } 的当前状态
clone-full = 完整克隆
clone-full-about = 独立的虚拟机：复制所有数据，不依赖原虚拟机。
clone-linked = 链接克隆
clone-linked-about = 立即可用且占用空间小：它以此快照为基础，因此只要克隆存在，就无法删除该快照。
clone-linked-not = 只能从快照创建：请选择一个快照，或先拍摄一个。
clone-everything = 全部
clone-everything-about = 包含虚拟机所有快照的完整克隆。
clone-name = 名称
# The name of a new machine.
clone-name-of = { $name } 克隆
clone-count = 虚拟机数量
# Behind the number of machines.
clone-machines = 台虚拟机
clone-names = { $first } … { $last }。在应放置编号的位置写 { "{n}" }。
clone-button = { $count ->
    [1] 克隆
   *[other] 创建 { $count } 台虚拟机
}

# Naming several snapshots.
rename-several-title = 重命名 { $machine } 的快照
rename-several-all = 已选择 { $chosen } 个，共 { $all } 个
rename-several-row = { $before } → { $after }
rename-several-about = 每个名称都由模板生成：{ "{purpose}" }（用途）、{ "{date}" }（日期）、{ "{time}" }（时间）、{ "{machine}" }（虚拟机）、{ "{user}" }（用户）以及从最早的快照开始编号的 { "{n}" }。
rename-several-template = 模板
rename-several-purpose = 用途
rename-several-purpose-hint = 各自保留原有名称
rename-several-unfinished = 模板尚未写完
rename-several-unfinished-button = 重命名
rename-several-button = { $count ->
    [0] 重命名
   *[other] 重命名 { $count } 个快照
}

# Copies of the settings file.

# Closing the window while something is being done.
quit-title = 仍有任务正在执行，要关闭吗？
quit-about = 正在执行的步骤会先执行完毕，因为中途停止可能会造成数据丢失。尚未开始的步骤不会执行；虚拟机保持届时的状态，不会丢失任何数据。
quit-go-on = 继续工作
quit-finish = 完成正在执行的步骤后关闭
quit-stop = 停止并关闭
quit-stop-about = 以下步骤也可以中途停止，已产生的内容届时会移除：{ $steps }。

# Names by a template.
templates = 模板…
templates-hint = 按模板生成的名称，以及新快照的命名约定
templates-about = 单击即采用该名称。选中标记可将其设为新快照的命名约定。
templates-convention = 新快照的命名约定
templates-own = 自定义
templates-own-name = 自定义模板
templates-own-hint = 自定义：{ "{purpose} {date} {time} {n} {machine} {user}" }
templates-add = 添加

# Silencing a finding.
silence-title = 静默此问题？
silence-note = 它会列在“已静默”之下，可随时重新显示。
silence-button = 静默
silence-this-one = 仅此一个
silence-of-machine = { $machine } 上的“{ $title }”
silence-everywhere = 所有虚拟机上的“{ $title }”
silence-week = 一周
silence-month = 一个月
silence-year = 一年
silence-ever = 永久
silence-reason = 原因
silence-reason-hint = 原因，供日后参考（可留空）

# A file goes to the trash.
trash-title = 将“{ $name }”移到回收站？
trash-about = 在 Snapgrove 可见的范围内，没有任何对象使用此文件。移动之前会重新读取所有内容；如果届时有对象使用该文件，则不会移动。可以从回收站还原该文件；清空回收站后才会释放其空间。
trash-button = 移到回收站

# The sheet of keys.
keys-title = 快捷键
keys-menu = 所选项的菜单
    .by = Shift+F10
keys-compare = 与另一个比较
    .by = Ctrl+单击
keys-mark-several = 标记多个
    .by = Shift+单击
keys-mark-frame = 标记框内的快照
    .by = Shift+拖动
keys-walk = 在快照之间移动
    .by = 方向键
keys-zoom = 缩放
    .by = 鼠标滚轮
keys-move = 移动树
    .by = 拖动
keys-above-below = 上一台或下一台
    .by = 上、下方向键
keys-one-more = 增选或取消一台
    .by = Ctrl+单击
keys-up-to-here = 选到此处为止
    .by = Shift+单击

# The review of a deletion. $snapshots is one of words-snapshots; $amount, $needs, $free are sizes.
delete-title-cannot = { $machine } 的这个快照无法删除
delete-title-none = { $machine } 的这 { $snapshots }都无法删除
delete-title = 删除 { $machine } 的 { $snapshots }？
delete-nothing-changed = 没有任何更改。以下是无法删除的原因和解决办法：
delete-what-stays = 其他快照和当前状态的内容保持不变。已删除的快照无法找回。
delete-looking = 正在查看映像…
delete-still-looking = 仍在查看映像
delete-button-waiting = 删除
delete-button = 删除 { $snapshots }
delete-unmark = 取消标记无法删除的 { $count } 个
delete-at-least = 至少 { $amount }
delete-about = 约 { $amount }
delete-being-read = 正在读取映像：此处将显示可释放和所需的空间。
# Two labels beside each other: “Takes” and “2 MB more”, or “Frees” and a size.
delete-takes = 将多占用
delete-more = { $amount }
delete-frees = 释放
delete-needs = · 合并时需要 { $needs }
delete-needs-of-free = · 合并时需要 { $needs }（可用 { $free }）
delete-copies = · 复制 { $amount }
delete-copies-instead = · 复制 { $amount }，而非 { $worst }
delete-copies-hint = 以下顺序是在空间允许的顺序中复制量最少的
delete-time = · { $time }
# A step of it.
delete-data-go = 没有内容依赖它：其数据直接删除
delete-becomes-part = 并入 { $names }
delete-pinned = 已固定
delete-step-takes = 多占用 { $amount }
delete-step-takes-exact = 多占用 { $amount }
delete-step-frees = 释放 { $amount }
delete-step-frees-exact = 释放 { $frees }，期间需要 { $needs }

# Pins.
pin-pinned = 已固定
pin-pinned-because = 已固定：{ $reason }
pin-change = 更改固定
pin-since = 固定于 { $moment }
pin-title = 固定“{ $name }”？
pin-title-pinned = “{ $name }”已固定
pin-what-it-does = 任何清理规则都不会删除已固定的快照，手动删除时会再次确认。
pin-what-it-does-since = 自 { $since } 起固定。任何规则都不会删除它，手动删除时会再次确认。
pin-reason = 为何必须保留
pin-reason-hint = 供以后参考（可留空）
pin-keep = 保持固定
pin-pin = 固定
pin-unpin = 取消固定
pin-being-read = 正在读取哪些快照已固定…
pin-delete-unknown = 即使其中可能有已固定的快照也删除
pin-one-among = 1 个快照已固定：请勾选其复选框以一并删除，或取消标记。
pin-several-among = { $snapshots }已固定：请逐一勾选复选框以一并删除，或取消标记。
pin-delete-all-the-same = 仍然删除“{ $name }”
pin-why-not-read = 正在读取哪些快照已固定
pin-why-not-known = 不知道哪些快照已固定：请勾选复选框以继续
pin-why-not-one = 其中有一个已固定的快照：勾选其复选框才会一并删除
pin-why-not-several = 其中有 { $snapshots }已固定：勾选各自的复选框才会一并删除

# 丢弃已保存状态。
discard-title = 丢弃 { $machine } 的已保存状态？
discard-about = 虚拟机的内存将被丢弃，如同拔掉电源：客户机中已打开但未保存的内容会丢失。快照中保存的内存不受影响。
discard-button = 丢弃已保存状态

# A name or description was changed elsewhere while it was being written here.
edit-renamed-title = 仍要命名为“{ $name }”吗？
edit-renamed-about = 您开始编辑时它名为“{ $before }”，在此期间已被重命名为“{ $now }”。
edit-renamed-button = 仍要重命名
edit-described-title = 要替换另一份描述吗？
edit-described-about = 在此期间，描述已在别处被更改，现在为：{ $now }
edit-described-removed = 在此期间，描述已在别处被删除。
edit-described-button = 替换
