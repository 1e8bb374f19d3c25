## 任务。

# 两个完整的句子，前后相接。
jobs-sentences = { $first }{ $second }

# 任务如何结束。
jobs-summary-done = 已完成
jobs-summary-nothing = 没有完成任何步骤
jobs-summary-some = { $all } 个步骤中已完成 { $done } 个
jobs-summary-failed = { $before }，{ $count } 个失败
jobs-summary-stopped = { $before }，{ $count } 个已停止
jobs-summary-compared = { $before }；{ $promise ->
        [takes] 预测占用 { $promised }
       *[frees] 预测释放 { $promised }
    }，{ $end ->
        [takes] 实际占用 { $freed }
       *[frees] 实际释放 { $freed }
    }
jobs-summary-freed = { $before }；释放了 { $freed }
jobs-stopped-stands = 虚拟机仍与之前相同；未完成的工作所产生的内容已移除。

# 为什么没有开始。
jobs-error-still-at-work = 先前的 Snapgrove 启动的 { $program } 仍在处理“{ $machine }”：{ $what }
jobs-error-still-at-work-advice = 请等待它完成，再查看虚拟机并重试。

# 历史记录中被中断的步骤。
jobs-journal-ended = Snapgrove 在执行中途结束
jobs-journal-told = 已在下次启动时告知

# 被中断的内容。
jobs-interrupted-in-step = Snapgrove 于 { $at } 在对“{ $machine }”执行一个步骤的中途结束：{ $step }。
jobs-interrupted-before-end = 于 { $at } 确认的任务在“{ $machine }”上尚未全部完成时，Snapgrove 已结束：{ $title }。
jobs-interrupted-done-before = 此前已完成 { $count } 个步骤。
jobs-interrupted-rest-one = 尚未开始：{ $step }。
jobs-interrupted-rest = 另有 { $count } 个步骤尚未开始。
jobs-closed = 窗口于 { $at } 关闭时，“{ $machine }”上的以下任务未全部完成：{ $title }。
jobs-closed-failed = { $step }失败：{ $what }。{ $stands }
jobs-closed-stopped = { $step }已停止。{ $stands }

# 被中断的任务中虚拟机监控程序仍在做的事，寥寥数语。
jobs-still-at-work = { $program } 仍在工作：{ $what }

# 中断之后虚拟机的状况。
jobs-stands-none-under-way = 当时没有步骤正在执行。
jobs-stands-tool-at-work = { $program } 仍在完成它。
jobs-stands-still-going = 它可能仍在进行：{ $words }。
jobs-stands-transient = 虚拟机监控程序仍在处理它。
jobs-stands-not-open = 它的连接没有打开，因此无法查看。
jobs-stands-unreadable = 现在无法读取虚拟机：{ $error }。
jobs-stands-before-unknown = 不知道虚拟机之前的状况。
jobs-stands-done = 它仍然完成了：虚拟机处于完成后应有的状态。
jobs-stands-left-over = 虚拟机与操作之前相同。留下了 { $count } 个没有任何用途的映像：检查会列出它们。
jobs-stands-no-clone = 虚拟机仍与之前相同，也没有新的虚拟机。未完成的克隆可能留下了文件。
jobs-stands-as-before = 虚拟机仍与该步骤之前相同。
jobs-stands-half = 虚拟机既不是之前的状态，也不是应有的状态：{ $differences }。
jobs-stands-mended = 现在请不要启动该虚拟机。所有内容都还在，Snapgrove 已经写好设置应有的内容：请在虚拟机菜单中选择“设置文件的副本…”，放回标有“已修复”的那一份。
jobs-stands-mending-stopped = 设置文件没有改动。问题解决后请再次放回已修复的副本。
jobs-stands-image-unlisted = 映像 { $image } 不在任何注册表中。
jobs-stands-image = { $path }：{ $problem }。
jobs-stands-not-found = 现在找不到该虚拟机。
jobs-stands-copy-back = 副本仍然已放回。
jobs-stands-copy-not = 设置文件不是该副本。
jobs-stands-copy-unknown = 无法比较：{ $error }。

# 中断之后可以做什么。
jobs-advice-confirm-rest = 如果仍需要其余部分，请重新确认。
jobs-advice-none = 无需任何操作。
jobs-advice-again = 没有丢失任何内容。如果仍需要，请重新执行。
jobs-advice-look = 在做其他操作之前，请先查看虚拟机。该步骤之前的设置文件副本保存在其设置副本中。
jobs-advice-wait = 请等待它完成：届时会再次查看虚拟机。
jobs-advice-refresh = 虚拟机可以再次读取时，请刷新。
jobs-advice-closed = 没有丢失任何内容。如果仍需要其余部分，请重新执行。

jobs-title-rename-one = 重命名{ $machine }的“{ $snapshot }”
jobs-title-rename = 重命名{ $machine }的 { $count } 个快照
jobs-title-rename-step = 将“{ $snapshot }”重命名为“{ $name }”
jobs-title-machine = “{ $name }”
# It stands behind a Chinese character, which a blank separates from digits.
jobs-title-machines = { " " }{ $machines }
jobs-title-take-one = 为{ $machine }拍摄“{ $snapshot }”
jobs-title-take = 为{ $machine }拍摄快照
jobs-title-take-step = 拍摄“{ $snapshot }”
jobs-title-edit-one = 编辑{ $machine }的“{ $snapshot }”
jobs-title-edit = 编辑{ $machine }的 { $snapshots }
jobs-title-edit-step = 编辑“{ $snapshot }”
jobs-title-restore-one = 将{ $machine }恢复到“{ $snapshot }”
jobs-title-restore = 恢复{ $machine }的快照
jobs-title-restore-step = 恢复到“{ $snapshot }”
jobs-title-delete-one = 删除{ $machine }的“{ $snapshot }”
jobs-title-delete = 删除{ $machine }的 { $snapshots }
jobs-title-delete-step = 删除“{ $snapshot }”
jobs-title-clone-one = 克隆{ $machine }
jobs-title-clone = 为{ $machine }创建 { $count } 个克隆
jobs-title-clone-step = 创建克隆“{ $name }”
jobs-title-clone-linked-step = 创建链接克隆“{ $name }”
jobs-title-power-off-step = 关机
jobs-title-start-step = 启动
jobs-title-discard = 丢弃{ $machine }的已保存状态
jobs-title-discard-step = 丢弃已保存状态
jobs-title-detach = 移除{ $machine }的一个映像的登记
jobs-title-detach-step = 移除“{ $image }”的登记
jobs-title-put-back = 将“{ $machine }”的设置放回为 { $moment } 的副本
jobs-title-put-back-step = 放回 { $moment } 的设置
jobs-verb-put-back = 放回设置
jobs-machines-at-work = { $count } 台虚拟机正在处理

# 步骤的各个阶段。
jobs-stage-checking = 正在检查
jobs-stage-working = 正在执行
jobs-stage-verifying = 正在验证

# 还需要多久。
jobs-time-moment = 片刻
jobs-time-about = 约 { $time }
jobs-time-up-to = 最多 { $time }
jobs-time-range = 约 { $from }到 { $to }
jobs-time-seconds = { $count } 秒
jobs-time-minutes = { $count } 分钟
jobs-time-hours = { $count } 小时
jobs-time-hours-and-minutes = { $hours } 小时 { $minutes } 分钟

# 步骤为什么没有完成，或没有达到预期，以及可以做什么。
jobs-error-busy = 另一个 Snapgrove 正在更改“{ $machine }”
jobs-error-busy-advice = 请等待它完成，然后重试。
jobs-error-no-connection = 连接“{ $connection }”没有打开
jobs-error-no-connection-advice = 请重新打开连接，然后重试。
jobs-error-no-machine = “{ $machine }”已不存在
jobs-error-no-machine-advice = 请刷新后再查看。
jobs-error-file = 无法{ $doing ->
    [made] 创建
    [opened] 打开
    [locked] 锁定
    [written] 写入
   *[read] 读取
} { $path }：{ $source }
jobs-error-file-advice = 无法写入日志时，Snapgrove 不会进行任何更改：请检查是否有可用空间，以及您是否可以写入该文件夹。
jobs-error-no-settings-file = 它不是设置文件
jobs-error-no-folder = 此系统没有指定用于存放日志的文件夹
jobs-error-no-folder-advice = 请将 HOME 或 XDG_DATA_HOME 设为您可以写入的文件夹。
jobs-error-changed = “{ $machine }”与您确认时不同：{ $differences }
jobs-error-changed-advice = 请查看当前的快照树，然后重新确认。
jobs-error-unlike = 结果与承诺的不符：{ $differences }
jobs-error-unlike-advice = 在继续之前，请先查看虚拟机。该步骤之前的设置文件副本保存在其设置副本中。
jobs-error-fault = Snapgrove 出现内部错误：{ $what }
jobs-error-fault-advice = 请附上日志报告此错误。在继续之前，请先查看虚拟机。
jobs-error-in-use = “{ $machine }”正在使用中：现在无法放回其设置文件
jobs-error-in-use-advice = 请关闭该虚拟机的电源和窗口，然后重试。
jobs-error-and-more = { $told }；以及另外 { $count } 项
jobs-fault-no-thread = 系统无法启动线程：{ $error }
jobs-fault-unknown = 具体情况未知

# 步骤未完成之后虚拟机的状况。
jobs-stands-unchanged = 没有进行任何更改。
jobs-stands-must-be-looked-at = 需要查看虚拟机的状况。
jobs-stands-hypervisor-said = 虚拟机监控程序曾报告：{ $words }

# 虚拟机与步骤所承诺的有何不同。
jobs-unlike-written-over = { $path } 被另一个程序覆盖
jobs-unlike-image-lost = “{ $machine }”应有其全部映像，但缺少了一个
jobs-unlike-file-gone = { $path } 应当存在，但已消失
jobs-unlike-no-clone = 应有虚拟机“{ $name }”，但没有
jobs-unlike-clone-snapshots = “{ $name }”应有 { $should }，实际有 { $has }
jobs-unlike-saved-state = 已保存状态应已消失，但 { $path } 仍在
jobs-unlike-listed = { $path } 不应再登记在册
jobs-unlike-not-off = 虚拟机应已关机，但其状态为{ $state }
jobs-unlike-not-running = 虚拟机应正在运行，但其状态为{ $state }
jobs-unlike-unlisted = 它不在任何注册表中

# 放回设置文件的副本。
jobs-put-back-done = 副本已放回。
jobs-put-back-kept = 原来的文件保留为 { $moment } 的副本。
jobs-put-back-manager = 如果 VirtualBox 管理器已打开，请立即将其关闭并重新打开：它仍显示之前的设置。

# 步骤虽已完成，但仍应知道的内容。
jobs-remark-unlike-promised = 释放的空间与预测不符，尽管该预测应当是精确的。
jobs-forgotten = { $consequence }：{ $error }。
jobs-forgotten-taken = 针对由 Snapgrove 拍摄的快照的规则将跳过此快照
jobs-forgotten-unstable = 检查时将无法指出拍摄此快照时虚拟机曾异常中止
jobs-forgotten-pins-deleted = 固定记录中仍有已删除的快照
jobs-forgotten-taken-deleted = 由 Snapgrove 拍摄的快照列表中仍有已删除的快照
jobs-forgotten-set-deleted = 某个快照组中仍有已删除的快照
jobs-forgotten-unstable-deleted = 异常中止的虚拟机的快照列表中仍有已删除的快照
jobs-forgotten-pins-cloned = 原虚拟机中已固定的快照在其克隆中没有固定
jobs-forgotten-taken-cloned = 针对由 Snapgrove 拍摄的快照的规则将跳过该克隆的快照
jobs-forgotten-unstable-cloned = 检查时将无法指出该克隆的哪些快照拍摄自曾异常中止的虚拟机
jobs-forgotten-set = 快照组“{ $set }”中没有记录此快照：{ $error }。
jobs-forgotten-together = 这些快照没有记录为一起拍摄：{ $error }。
