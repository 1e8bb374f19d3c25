## The window around the views.

# What is being done and what was done.
jobs-view-title = 任务
jobs-view-close = 关闭
jobs-view-nothing = 没有正在执行的任务。
jobs-view-earlier = 更早
jobs-view-remove = 从列表中移除
jobs-view-stop = 停止
jobs-view-stop-hint = 正在执行的步骤会完成，不再开始其他步骤
jobs-view-stop-before-next = 在下一步之前停止
jobs-view-stop-now = 立即停止
jobs-view-stop-now-hint = 正在执行的步骤会中途停止，已产生的内容会移除
jobs-view-looking = 正在查找中断的工作…
jobs-view-stopped = { $step }：已停止
jobs-view-failed = { $step }：失败
jobs-view-seen-all = 我已看过全部
jobs-view-closed = 未全部完成：{ $title }
jobs-view-cannot-stop = 此步骤无法停止：中断可能会造成数据丢失。
jobs-view-waiting-for-another = 正在等待另一个任务
jobs-view-waiting = { $title } — 等待中
jobs-view-step = { $what }（{ $step }/{ $of }）
jobs-view-done = { $step } — { $percent }%
jobs-view-left = 剩余{ $left }
jobs-view-stopping = 正在停止
jobs-view-and-more = { $line } · 另有 { $count } 个
jobs-view-copy = 复制此消息
jobs-view-not-begun = { $step }：未开始
jobs-view-interrupted = 已中断：{ $title }
jobs-view-interrupted-not-begun = 未开始：{ $step }
jobs-view-was-interrupted = 已中断
jobs-view-seen = 我知道了
jobs-view-rest = 执行剩余部分…
jobs-view-rest-hint = 未完成的步骤将重新规划，并在更改任何内容之前显示

# While there is no machine.
nothing-looking = 正在查找虚拟机
nothing-looking-about = 请稍候。
nothing-found = 未找到虚拟机
nothing-yet = 还没有虚拟机
nothing-yet-about = 已找到 VirtualBox，但其中还没有虚拟机。在 VirtualBox 中创建虚拟机后，它会自动显示在此处。
nothing-choose-folder = 选择 VirtualBox 文件夹…
nothing-show-sandbox = 显示沙盒及其练习虚拟机
nothing-look-again = 重新查找

# The Sandbox.
# The name of a new practice machine, also in its settings file.
practice-new-machine = 练习虚拟机 { $number }
practice-failed = 无法更改沙盒：{ $error }
practice-reset = 重置沙盒？
practice-reset-about = 
    将删除所有练习虚拟机，包括您创建的，并重新创建四台示例虚拟机。
    您的真实虚拟机不受影响。
practice-reset-button = 删除并重置
practice-cancel = 取消
practice-import = 复制到沙盒…
practice-import-title = 将此虚拟机复制到沙盒？
practice-import-about = “{ $name }”及其所有快照将被复制用于练习：至少 { $amount }。原虚拟机只会被读取；在复制完成前，它必须保持关机状态。
practice-import-button = 复制
practice-import-goes-on = 正在将“{ $name }”复制到沙盒：至少 { $amount }。全部复制后它会出现在那里；关闭 Snapgrove 会放弃复制。
practice-import-no-room = 未复制“{ $name }”：它至少占用 { $amount }，而沙盒所在位置只有 { $free } 可用空间。
practice-imported = “{ $name }”已在沙盒中：可以随意操作。
practice-samples-go-on = 正在创建练习虚拟机…
practice-samples-ready = 练习虚拟机已就绪。无论对它们做什么，都不会影响真实的虚拟机。
practice-import-not-off = “{ $name }”没有关机：它的磁盘会在不同时刻被复制。请先关闭它。
practice-where = 我的真实虚拟机在哪里？
practice-where-listed = 它们列在上方的 VirtualBox 之下，来自 { $folder }。
practice-where-missing = 已在 { $folder } 中查找 VirtualBox，但未找到。如果它的设置保存在其他位置，请选择该文件夹：其中有名为 VirtualBox.xml 的文件。

# The bar at the bottom.
status-selected = 已选择 { $count } 台
status-states-unknown = 电源状态未知
status-host-disk = 主机磁盘可用 { $free }，共 { $size }
status-reading = 正在读取虚拟机：{ $read }/{ $total }
status-measuring = 正在测量映像…

# Dialogs of the desktop.
folder-dialog-title = VirtualBox 文件夹（VirtualBox.xml 所在的位置）
folder-dialog-none = 无法显示对话框：此桌面不向程序提供对话框（缺少 xdg-desktop-portal）。请改用 --virtualbox-home 目录 启动 Snapgrove。
report-dialog-title = 保存报告
report-dialog-none = 无法显示对话框：此桌面不向程序提供对话框（缺少 xdg-desktop-portal）。在终端中，snapgrove inspect --html 文件 会保存同一份报告。
report-dialog-saved = 报告已保存到 { $path }。
report-dialog-failed = 报告无法保存到 { $path }：{ $error }。请选择其他位置。

# What deleting would do. $certainty is exact, at-least or estimate.
marks-count = 已标记 { $count } 个快照
marks-one = 已标记 1 个快照：{ $name }
marks-computing = · 正在计算…
marks-blocked = { $count } 个无法删除
marks-frees = { $certainty ->
    [exact] 释放 { $amount }
    [at-least] 至少释放 { $amount }
   *[estimate] 约释放 { $amount }
}
marks-takes-more = { $certainty ->
    [exact] 多占用 { $amount }
    [at-least] 至少多占用 { $amount }
   *[estimate] 约多占用 { $amount }
}
marks-needs = 合并时需要 { $amount }
marks-time-hint = 根据此计算机通常的读写速度估算；执行过程中会自动修正
if-deleted = 如果删除
if-deleted-frees = 释放
if-deleted-unknown = 无法判断：有映像无法读取
if-deleted-amount = { $certainty ->
    [exact] { $amount }
    [at-least] 至少 { $amount }
   *[estimate] 约 { $amount }
}
if-deleted-takes-more = 多占用
if-deleted-needs = 合并时需要
# Time.
if-deleted-takes = 用时
if-deleted-estimate = 估算值
if-deleted-merges-into = 合并到
if-deleted-rewritten = 后来被改写，将删除
if-deleted-only-here = 仅存在于此，将会丢失
if-deleted-needed = 仍需要，将保留

# The header of a machine.
header-more = 更多
header-findings = { $count } 个问题
header-findings-hint = 显示此虚拟机上发现的问题以及处理方法
header-practice = 练习虚拟机
header-practice-hint = 沙盒中的虚拟机：不是真实虚拟机，可以放心试验
header-image-problems = { $count } 个映像有问题
header-image-problems-hint = 选择带有警告标记的快照可查看是哪些映像
header-lost-memory = 缺少 { $count } 个已保存状态
header-lost-memory-hint = 保存运行中虚拟机内存的文件已丢失：在 VirtualBox 中恢复此类快照会失败
header-inconsistent = 不一致
header-chain = 映像链深度 { $count }
header-chain-hint = 从当前状态到基础映像的最长路径上的映像数。每次读取都可能要经过所有这些映像。
header-on-disk = 占用磁盘 { $amount }
header-measuring = 正在测量…
machine-waiting = 正在读取
machine-waiting-about = 快照稍后将显示在此处。
machine-encrypted = 此虚拟机已加密
machine-missing = 缺少设置文件
machine-unreadable = 无法读取此虚拟机
machine-read-again = 重新读取
machine-copy-path = 复制路径

# Why a command cannot be used now. In a tooltip, it stands behind the command's name.
why-not-no-snapshots = 此虚拟机没有快照
why-not-choose-to-restore = 请选择要恢复到的快照
why-not-choose-to-rename = 请选择要重命名的快照
why-not-choose-to-delete = 请选择要删除的快照
why-not-undo = 没有可撤销的标记
why-not-redo = 没有可重做的标记
why-not-none-marked = 没有标记任何快照
why-not-not-saved = 虚拟机没有已保存状态
why-not-no-program = { $program } 在此处无法执行此操作：未找到其程序
why-not-busy = 请等待正在执行的操作完成：{ $what }
why-not-being-deleted = 正在删除
why-not-transient = 虚拟机正在切换状态，请稍候

# A snapshot's name and description as fields.
rename-name = 快照名称
rename-description = 描述
rename-description-hint = 添加描述…

# The bar on top.
top-bar-settings = 设置
top-bar-theme-system = 主题：跟随系统
top-bar-theme-dark = 主题：深色
top-bar-theme-light = 主题：浅色
top-bar-language-system = 语言：跟随系统
top-bar-other-folder = 其他 VirtualBox 文件夹…
top-bar-usual-folder = 默认 VirtualBox 文件夹
top-bar-sandbox = 显示沙盒
top-bar-sandbox-hint = 可以放心试验的练习虚拟机

# The search.
search = 搜索
search-hint = 搜索虚拟机、快照、命令…
search-nothing = 未找到
search-more = 还有 { $count } 项：请输入更多字符
search-commands = 命令
search-places = 虚拟机和快照
search-findings = 发现的问题
search-rules = 清理规则
search-rule = 清理规则
search-machine = 虚拟机

# What the buttons beside findings do.
inspection-no-dialog = 无法打开对话框：{ $error }。请改用“snapgrove inspect”保存报告。
inspection-image-of-none = 没有虚拟机使用或列出此映像：它登记在 VirtualBox 的公共注册表中。
inspection-detach = 移除“{ $name }”的登记？
inspection-detach-about = 将从注册表中移除该映像。其文件保留在原处，之后可以移到回收站。
inspection-detach-button = 移除登记
inspection-trashed = “{ $name }”已移到回收站。清空回收站后将释放 { $amount }。
why-not-choose-to-pin = 请选择要固定的快照
why-not-pins-unread = 尚未读取哪些快照已固定
jobs-view-none-running = 没有正在运行的任务
jobs-view-count-interrupted = { $count } 个被中断的任务
notice-close = 关闭
why-not-choose-a-machine = 请先选择一台虚拟机
why-not-no-sandbox = 请先显示沙盒
why-not-choose-machines = 请先选择虚拟机
why-not-zoom = 只有树和时间线可以缩放，此视图不能
folder-dialog-failed = 无法打开文件夹对话框：{ $error }。请改用 --virtualbox-home 启动 Snapgrove。
notice-nobody-works = 无法进行任何更改：Snapgrove 中负责更改的部分未能启动。
notice-no-thread-to-connect = 无法启动用于打开连接的线程：{ $error }。请重试。

kept-pins-unreadable = 无法读取哪些快照已固定：{ $error }
kept-pins-damaged = Snapgrove 数据文件夹中的 pins.jsonl 有 { $count } 行无法读取：其中可能有已固定的快照

# What a job left undone was done by other means meanwhile.
rest-nothing-left = 已没有剩余的步骤：相关快照已不存在。
