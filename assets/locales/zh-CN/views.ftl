## Tree, table, timeline and disk map of a machine.

views-current-state = 当前状态
views-current-state-hint = 虚拟机现在的状态
# Something was written since the last snapshot.
views-changed = 已更改
views-online = 在线
views-offline = 离线
views-marked = 已标记删除

tree-of = { $machine } 的快照
tree-map = 整棵快照树的缩略图
tree-zoom = { $percent }%
tree-show-below = 显示下方的快照
tree-hide-below = 隐藏下方的快照
tree-hidden-below = 其下隐藏 { $count } 个
tree-folded = 折叠了 { $count } 个快照
tree-folded-about = 单击展开
tree-current-about = 虚拟机现在的状态
tree-compare = 将所选快照与此处比较
tree-expand = 展开分支
tree-collapse = 收起分支
tree-copy-name = 复制名称
tree-copy-id = 复制 ID
tree-fold = 折叠较长的快照序列

table-branches = 分支
table-name = 名称
table-age = 距今
table-taken = 拍摄时间
table-own-size = 自身大小
table-kind = 类型
table-depth = 深度
table-description = 描述
table-sort-by = 按{ $column }排序
table-time-unknown = 未知

timeline = 时间线
timeline-of = { $what } 的时间线
timeline-now = 现在
timeline-thousands = { $count }千
timeline-together = { $count } 个快照
timeline-zooms-in = 单击放大。
timeline-more-zooms-in = … 单击放大。
timeline-online = 运行时拍摄
timeline-offline = 关机时拍摄
timeline-unknown = 时间未知
timeline-unknown-hint = 设置文件中没有这些快照的可读时间

timeline-year = { $year }年
timeline-month = { $month }月
timeline-month-of-year = { $year }年{ $month }月
timeline-day = { $year }年{ $month }月{ $day }日

disk-map-of = { $machine } 的磁盘地图
disk-map-all = 全部
disk-map-all-hint = 重新显示全部（Esc）
disk-map-legend = { $role } { $amount }
disk-map-disks = 磁盘
disk-map-snapshots = 快照
disk-map-current = 当前状态
disk-map-saved = 已保存的内存和固件数据
disk-map-unused = 未使用的映像
disk-map-role-base = 基础磁盘：所有快照都以它为基础
disk-map-role-difference = 拍摄该快照之前写入的数据
disk-map-role-current = 上次拍摄快照之后写入的数据
disk-map-role-saved = 已保存的内存和固件数据
disk-map-role-unused = 没有虚拟机或快照使用此映像
disk-map-base-disks = 基础磁盘
disk-map-not-used = 未使用
disk-map-no-machine = 不属于任何虚拟机
disk-map-memory = 内存
disk-map-firmware = 固件
disk-map-memory-and-firmware = 内存和固件
disk-map-smaller = { $count } 个较小的
disk-map-smaller-of = { $group }：{ $count } 个较小的
disk-map-heading-spoken = { $group }，{ $count } 个文件，{ $size }
disk-map-files-spoken = { $count } 个较小的文件，{ $size }
disk-map-groups-spoken = { $count } 个较小的组，{ $size }
disk-map-heading-hint = { $count } 个文件。双击可单独显示。
disk-map-small-hint = 太小，无法与其他文件一同显示。单击可单独显示。
disk-map-missing = 缺少 { $count } 个映像
disk-map-measuring = 仍在测量
disk-map-unmeasured = 正在测量
disk-map-unmeasured-about = 文件稍后将显示在此处。
disk-map-all-missing = 所有映像均缺失
disk-map-all-missing-about = 所有磁盘映像都不在虚拟机预期的位置。快照树会显示缺失的是哪些映像。
disk-map-nothing = 磁盘上没有数据
disk-map-nothing-about = 此虚拟机没有磁盘，其快照也没有保存内存。

# 树中代表一长串快照的卡片。
tree-fold-card = … { $count } 个快照 …
tree-fold-card-marked = … { $count } 个快照，已标记 { $marked } 个 …
